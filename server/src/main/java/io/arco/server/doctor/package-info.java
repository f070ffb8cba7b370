/** What {@code arco doctor} finds out about a store: whether it is fit, how fast, at what cost. */
package io.arco.server.doctor;
