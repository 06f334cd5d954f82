/** One way to make a client of another server: its address, its key, its connections, and how long it is waited for. */
@NullMarked
package io.reagent.clients;

import org.jspecify.annotations.NullMarked;
