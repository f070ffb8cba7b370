/** The language in which assets are chosen: its grammar stands in the planner's design note. */
package io.arco.planner.selection;
