/**
 * The numbered log: the one primitive that carries everything durable. A slot is decided only when
 * it is known to be occupied.
 */
package io.arco.log;
