/** The page that runs SQL in the browser, as it is part of this build. */
package io.arco.server.browser;
