package io.reagent.lm.constrain;

import io.reagent.text.TokenBytes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes the grammars of one tokenizer, and keeps the latest ones. Thread-safe. */
public final class Constraints {
    private static final int KEPT = 32;

    private final Supplier<TokenBytes> tokens;
    private final Object building = new Object();
    private volatile @Nullable TokenTrie trie;

    /** Made or being made, by their sources; whoever asks first compiles, outside the map's monitor. */
    @SuppressWarnings("serial")
    private final Map<String, FutureTask<Grammar>> grammars = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, FutureTask<Grammar>> eldest) {
            return size() > KEPT;
        }
    };

    /** For the tokens of a tokenizer, asked for when the first grammar is made. */
    public Constraints(Supplier<TokenBytes> tokens) {
        this.tokens = tokens;
    }

    /**
     * Texts that a regular expression matches as a whole; see {@link RegexParser} for what is understood.
     *
     * @throws GrammarException when the expression is not understood, matches nothing (or nothing but the empty text) or is too
     *     large
     */
    public Grammar regex(String expression) {
        return grammar("regex " + expression, () -> {
            Nfa nfa = new Nfa();
            int rule = nfa.rule();
            Nfa.Part part = nfa.rule(rule);
            nfa.empty(RegexParser.whole(expression).build(nfa, Letters.PLAIN, part.start()), part.end());
            return new Automaton(nfa, rule);
        });
    }

    /**
     * JSON texts that a schema accepts; see {@link SchemaCompiler} for what is understood and how the texts are written.
     *
     * @throws GrammarException when the schema has a keyword that cannot be enforced, accepts nothing or is too large
     */
    public Grammar jsonSchema(JsonNode schema) {
        return grammar("schema " + schema, () -> SchemaCompiler.compile(schema));
    }

    /** As {@link #jsonSchema(JsonNode)}, of a schema's text. */
    public Grammar jsonSchema(String schema) {
        try {
            return jsonSchema(JsonMapper.shared().readTree(schema));
        } catch (JacksonException e) {
            throw new GrammarException("the schema is not JSON: " + e.getOriginalMessage());
        }
    }

    /**
     * Texts of a form.
     *
     * @throws GrammarException when a schema in it has a keyword that cannot be enforced, or it accepts nothing or is too large
     */
    public Grammar form(TextForm form) {
        return grammar("form " + form, () -> FormCompiler.compile(form));
    }

    /** Any JSON object. */
    public Grammar jsonObject() {
        return jsonSchema("{\"type\": \"object\"}");
    }

    /** Whether a grammar was made here, for this tokenizer. */
    public boolean made(Grammar grammar) {
        TokenTrie made = trie;
        return made != null && grammar.tokens() == made.tokens();
    }

    Grammar grammar(String source, Supplier<Automaton> compiler) {
        FutureTask<Grammar> grammar;
        synchronized (grammars) {
            grammar = grammars.computeIfAbsent(
                    source, key -> new FutureTask<>(() -> new Grammar(compiler.get(), trie())));
        }
        grammar.run(); // which does nothing where another thread has begun
        try {
            return grammar.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a grammar was compiled", e);
        } catch (ExecutionException e) {
            synchronized (grammars) {
                grammars.remove(source, grammar);
            }
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException("a grammar could not be compiled", e.getCause());
        }
    }

    private TokenTrie trie() {
        TokenTrie made = trie;
        if (made == null) {
            synchronized (building) {
                made = trie;
                if (made == null) {
                    made = new TokenTrie(tokens.get());
                    trie = made;
                }
            }
        }
        return made;
    }
}
