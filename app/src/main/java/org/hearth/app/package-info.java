/** The platform: one Spring Boot application of modules, one package each. */
@NullMarked
package org.hearth.app;

import org.jspecify.annotations.NullMarked;
