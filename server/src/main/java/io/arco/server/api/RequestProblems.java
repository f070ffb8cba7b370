package io.arco.server.api;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;

/** What can be wrong with a request before any domain sees it, each text in one place. */
final class RequestProblems {
  /** So much of an offending value is shown. */
  static final int EXCERPT_CHARACTERS = 200;

  private RequestProblems() {}

  static ProblemException header(CharSequence name, String value, String expected) {
    return Problem.of(ErrorCode.INVALID_REQUEST, "A header has a value it can't have.")
        .with("header", name.toString())
        .with("value", excerpt(value))
        .with("expected", expected)
        .asException();
  }

  static ProblemException repeatedHeader(CharSequence name) {
    return Problem.of(ErrorCode.INVALID_REQUEST, "A header is given more than once.")
        .with("header", name.toString())
        .asException();
  }

  static ProblemException parameter(String name, String value, String expected) {
    return Problem.of(ErrorCode.INVALID_REQUEST, "A parameter has a value it can't have.")
        .with("parameter", name)
        .with("value", excerpt(value))
        .with("expected", expected)
        .asException();
  }

  static ProblemException contradiction(String field, String parameter) {
    return Problem.of(
            ErrorCode.INVALID_REQUEST, "Two things are asked for that exclude each other.")
        .with("field", field)
        .with("parameter", parameter)
        .asException();
  }

  static ProblemException unknownParameter(String name) {
    return Problem.of(ErrorCode.INVALID_REQUEST, "This operation has no such parameter.")
        .with("parameter", excerpt(name))
        .asException();
  }

  static ProblemException repeatedParameter(String name) {
    return Problem.of(ErrorCode.INVALID_REQUEST, "A parameter is given more than once.")
        .with("parameter", excerpt(name))
        .asException();
  }

  static ProblemException name(String field, String value, String expected) {
    return Problem.of(ErrorCode.INVALID_NAME, "The name breaks the rules of names.")
        .with("parameter", field)
        .with("value", excerpt(value))
        .with("expected", expected)
        .asException();
  }

  static ProblemException pageToken() {
    return Problem.of(
            ErrorCode.INVALID_PAGE_TOKEN, "The page token is not one that this list has given.")
        .asException();
  }

  static ProblemException path(String expected) {
    return Problem.of(ErrorCode.INVALID_REQUEST, "The path can't be read.")
        .with("expected", expected)
        .asException();
  }

  static ProblemException query() {
    return Problem.of(ErrorCode.INVALID_REQUEST, "The query of the URL can't be read.")
        .asException();
  }

  static ProblemException noSuchRoute() {
    return Problem.of(ErrorCode.NOT_FOUND, "There is nothing at this path.").asException();
  }

  static ProblemException bodyNotTaken() {
    return Problem.of(ErrorCode.INVALID_REQUEST, "This operation takes no body.").asException();
  }

  static ProblemException bodyTooLarge(long maxBodyBytes) {
    return Problem.of(ErrorCode.TOO_LARGE, "The body is larger than a request may have.")
        .with("maxBodyBytes", maxBodyBytes)
        .asException();
  }

  static ProblemException mediaType(String given, String expected) {
    return Problem.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "The body is not of a type taken here.")
        .with("contentType", given == null ? "none" : excerpt(given))
        .with("expected", expected)
        .asException();
  }

  static ProblemException contentCoding(String given) {
    return Problem.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Bodies are taken as they are, not coded.")
        .with("contentEncoding", excerpt(given))
        .with("expected", "identity")
        .asException();
  }

  static ProblemException notAcceptable(String accept, String offered) {
    return Problem.of(ErrorCode.NOT_ACCEPTABLE, "None of the accepted types can be made here.")
        .with("accept", excerpt(accept))
        .with("offered", offered)
        .asException();
  }

  /** The value, cut where it is long. */
  static String excerpt(String value) {
    if (value.length() <= EXCERPT_CHARACTERS) {
      return value;
    }
    boolean split = Character.isHighSurrogate(value.charAt(EXCERPT_CHARACTERS - 1));
    return value.substring(0, EXCERPT_CHARACTERS - (split ? 1 : 0)) + "…";
  }
}
