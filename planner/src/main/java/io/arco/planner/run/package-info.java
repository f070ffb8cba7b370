/**
 * What becomes of a plan: runs, their tasks, the attempts at them, and what they made. Pure: {@code
 * docs/design/011-runs.md}.
 */
package io.arco.planner.run;
