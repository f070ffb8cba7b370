/** JSON in and out. */
package io.arco.json;
