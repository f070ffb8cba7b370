package io.arco.server.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares one key of the configuration: everything that is known about it stands here, and the
 * loader, {@code --print-config} and the reference page all read it from here.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
  /** What the key decides, in a sentence or two, with its unit. */
  String text();

  /** The default, in the form the environment takes. */
  String fallback();

  /** The default where the store is in a bucket, in the same form; empty: the same. */
  String fallbackOnS3() default "";

  /** The least value of a number. */
  long min() default 0;

  /** The greatest value of a number. */
  long max() default Long.MAX_VALUE;

  /** The flag that sets the key, or empty: any key can be set with {@code --set KEY=VALUE}. */
  String flag() default "";

  /** Whether the value is never shown: not by {@code --print-config}, nor in a mistake. */
  boolean isSecret() default false;
}
