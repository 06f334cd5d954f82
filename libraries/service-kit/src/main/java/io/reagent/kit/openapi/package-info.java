/** What every service's OpenAPI description says alike: keys, problems, what may be null. */
@NullMarked
package io.reagent.kit.openapi;

import org.jspecify.annotations.NullMarked;
