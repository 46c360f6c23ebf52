/** The pages of the policy pack, and what they read. No other room uses them. */
@NullMarked
package org.hearth.app.packs.web;

import org.jspecify.annotations.NullMarked;
