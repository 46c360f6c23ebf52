/** The pages of casework. */
@NullMarked
package org.hearth.app.casework.web;

import org.jspecify.annotations.NullMarked;
