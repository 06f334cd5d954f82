/** The part of Jinja that chat templates are written in, rendered as Python's jinja2 does with transformers' settings. */
@NullMarked
package io.reagent.text.jinja;

import org.jspecify.annotations.NullMarked;
