/** The pages of the duty desk, the patrols and the public, and what they read. No other room uses them. */
@NullMarked
package org.hearth.app.outreach.web;

import org.jspecify.annotations.NullMarked;
