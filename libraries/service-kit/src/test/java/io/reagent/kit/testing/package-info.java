/** A real Postgres, and a service on it with a client, for any module's tests. */
package io.reagent.kit.testing;
