package io.reagent.lm.constrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.BooleanNode;

class ConstraintsTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final AtomicInteger compiled = new AtomicInteger();

    /** Compiles nothing until it may. */
    private Automaton slow(Supplier<Automaton> automaton) {
        compiled.incrementAndGet();
        begun.countDown();
        try {
            assertThat(mayEnd.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return automaton.get();
    }

    /** On a thread of its own: the common pool may have one alone. */
    private static <T> CompletableFuture<T> async(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, Thread::startVirtualThread);
    }

    private static Automaton automaton() {
        return SchemaCompiler.compile(BooleanNode.TRUE);
    }

    @Test
    void a_grammar_that_takes_long_to_compile_holds_up_only_those_who_want_it() throws Exception {
        Constraints constraints = Vocabularies.constraints(Vocabularies.small(1));
        Grammar known = constraints.regex("a*");
        Supplier<Grammar> wanted = () -> constraints.grammar("slow", () -> slow(ConstraintsTest::automaton));
        CompletableFuture<Grammar> first = async(wanted);
        assertThat(begun.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Grammar> second = async(wanted);

        assertThat(async(() -> constraints.made(known))).succeedsWithin(SOON).isEqualTo(true);
        assertThat(async(() -> constraints.regex("a*"))).succeedsWithin(SOON).isSameAs(known);
        assertThat(async(() -> constraints.regex("b*"))).succeedsWithin(SOON);

        mayEnd.countDown();
        assertThat(second.get(SOON.toSeconds(), TimeUnit.SECONDS))
                .isSameAs(first.get(SOON.toSeconds(), TimeUnit.SECONDS));
        assertThat(compiled).hasValue(1);
    }

    @Test
    void a_tree_of_tokens_in_the_making_holds_up_nobody_who_asks_whose_a_grammar_is() throws Exception {
        Constraints others = Vocabularies.constraints(Vocabularies.small(1));
        Grammar grammar = others.regex("a*");
        Constraints constraints = new Constraints(() -> {
            slow(ConstraintsTest::automaton);
            return Vocabularies.small(2);
        });
        CompletableFuture<Grammar> first = async(() -> constraints.regex("a*"));
        assertThat(begun.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(async(() -> constraints.made(grammar))).succeedsWithin(SOON).isEqualTo(false);
        mayEnd.countDown();
        assertThat(constraints.made(first.get(SOON.toSeconds(), TimeUnit.SECONDS)))
                .isTrue();
    }

    @Test
    void a_grammar_that_cannot_be_is_refused_each_time_and_not_kept() {
        Constraints constraints = Vocabularies.constraints(Vocabularies.small(1));
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(GrammarException.class)
                    .isThrownBy(() -> constraints.grammar("no", () -> {
                        compiled.incrementAndGet();
                        throw new GrammarException("no text satisfies it");
                    }));
        }
        assertThat(compiled).hasValue(2);
    }
}
