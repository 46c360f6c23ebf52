/** The pages of disaster. */
@NullMarked
package org.hearth.app.disaster.web;

import org.jspecify.annotations.NullMarked;
