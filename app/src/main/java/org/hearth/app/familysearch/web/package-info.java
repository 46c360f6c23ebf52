/** The pages of the family search. No other room uses them. */
@NullMarked
package org.hearth.app.familysearch.web;

import org.jspecify.annotations.NullMarked;
