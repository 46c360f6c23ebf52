/**
 * A determination as a plain-language letter: what was decided, what it comes to and why, as data, as a web page and on
 * paper; and deciding again, to prove that the same comes out. It decides nothing itself, and knows only {@code policy}.
 */
@NullMarked
package org.hearth.letters;

import org.jspecify.annotations.NullMarked;
