package io.reagent.eval;

import io.reagent.kit.testing.FakeJudge;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.springframework.context.ConfigurableApplicationContext;

/** One replica for all tests of a class: they count what is theirs alone, and nothing is killed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class SharedEvalFixture extends EvalFixture {
    protected ConfigurableApplicationContext replica;

    @Override
    @BeforeAll
    protected void startServers() {
        super.startServers();
        replica = startReplica();
    }

    @Override
    @AfterAll
    protected void stopAll() {
        super.stopAll();
    }

    @BeforeEach
    void judgeAsUsual() {
        judge.script(FakeJudge::score);
    }
}
