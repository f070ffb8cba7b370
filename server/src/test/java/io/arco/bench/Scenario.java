package io.arco.bench;

import java.util.List;

/** One thing that is measured from the outside. */
interface Scenario {
  /** Its name on the command line. */
  String name();

  /** What it measures, in one line. */
  String description();

  /** The store it runs on unless told otherwise; null if it has its own. */
  Profile profile();

  /** Measures; takes seconds to minutes. */
  List<Measurement> run(Lab lab) throws Exception;
}
