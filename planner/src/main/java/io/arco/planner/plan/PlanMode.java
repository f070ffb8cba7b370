package io.arco.planner.plan;

/** Which of the keys asked for a plan makes. */
public enum PlanMode {
  /** Those that are not there yet. */
  MISSING,
  /** All of them; what is only needed is left out where it is there. */
  ALL
}
