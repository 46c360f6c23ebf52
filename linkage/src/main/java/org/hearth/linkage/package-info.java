/**
 * Whose record is this? Identity numbers and names, and how likely two records are of the same person.
 *
 * <p>{@link org.hearth.linkage.Linkage} links files of millions of records, {@link org.hearth.linkage.Model} one record to its
 * candidates; both by the same trained numbers (docs/adr/0010-linkage.md). What is doubtful is for people to settle.
 */
@NullMarked
package org.hearth.linkage;

import org.jspecify.annotations.NullMarked;
