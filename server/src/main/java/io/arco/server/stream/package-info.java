/** Bytes at the pace of who reads them: what every stream of an answer has in common. */
package io.arco.server.stream;
