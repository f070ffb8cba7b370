/** Where tables may point: the configured data roots. */
package io.arco.server.location;
