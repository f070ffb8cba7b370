/** The demo: real public data, converted to Parquet, registered and asked. */
package io.arco.server.demo;
