/**
 * What tests of every module share: waiting with a deadline, seeds, virtual time, stores that
 * count, delay or answer in virtual time, and what every domain owes the events that were recorded.
 */
package io.arco.testing;
