/** The one catalogue of errors. */
package io.arco.problem;
