/** The commands of {@code hearth}: each reads its command line, does its work through the libraries or the platform, and says how it went. */
@NullMarked
package org.hearth.cli;

import org.jspecify.annotations.NullMarked;
