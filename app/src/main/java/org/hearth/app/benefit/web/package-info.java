/** The pages of payments and of stores, and what they read. No other room uses them. */
@NullMarked
package org.hearth.app.benefit.web;

import org.jspecify.annotations.NullMarked;
