/**
 * Two DMN engines that know nothing of ours, Apache KIE and jDMN, decide the same files beside it; every decision in which
 * they differ is found. No decision of theirs ever reaches a household.
 */
@NullMarked
package org.hearth.oracles;

import org.jspecify.annotations.NullMarked;
