/**
 * Who calls and what he may: principals, how they are known (tokens in a file, JWTs), and the one
 * guard that judges every call of every surface. Knows nothing of HTTP or Flight. Design: {@code
 * docs/design/016-principals.md}.
 */
package io.arco.server.auth;
