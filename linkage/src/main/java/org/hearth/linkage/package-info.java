/**
 * Whose record is this? Identity numbers and names, and how far two records agree.
 *
 * <p>It decides nothing about a person; a doubtful match is for people to settle.
 */
@NullMarked
package org.hearth.linkage;

import org.jspecify.annotations.NullMarked;
