/** A small domain outside of storage, which shows that another one plugs in. */
package io.arco.planner.tally;
