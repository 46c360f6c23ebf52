/**
 * The administrative divisions of China as data: codes, names and levels down to the village, as of mid-2023.
 *
 * <p>Holds the shipped file and the code as a value type. It does not hold boundaries, nor what happens in a division.
 */
@NullMarked
package org.hearth.divisions;

import org.jspecify.annotations.NullMarked;
