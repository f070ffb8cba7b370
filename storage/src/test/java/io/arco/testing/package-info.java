/**
 * What tests of every module share: waiting with a deadline, seeds, virtual time, and stores that
 * count, delay or answer in virtual time.
 */
package io.arco.testing;
