/** An object store that misbehaves in named, seeded and counted ways. */
package io.arco.testing.faults;
