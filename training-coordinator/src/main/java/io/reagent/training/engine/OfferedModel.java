package io.reagent.training.engine;

import org.jspecify.annotations.Nullable;

/**
 * A base model as its server lists it.
 *
 * @param tokenizer the directory of its tokenizer on the server's machine, where the server tells
 */
public record OfferedModel(String name, @Nullable String tokenizer) {}
