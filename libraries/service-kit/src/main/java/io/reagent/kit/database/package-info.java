/** One Postgres per service, embedded or by R2DBC URL, migrated before the first query. */
@NullMarked
package io.reagent.kit.database;

import org.jspecify.annotations.NullMarked;
