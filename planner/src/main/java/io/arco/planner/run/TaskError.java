package io.arco.planner.run;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * Why an attempt failed.
 *
 * @param category what kind of error
 * @param message what is said about it, or null
 * @param stackTrace where it happened, or null
 * @param retryable whether it is tried again; null leaves that to the category
 */
@JsonPropertyOrder({"category", "message", "stackTrace", "retryable"})
public record TaskError(
    ErrorCategory category, String message, String stackTrace, Boolean retryable) {}
