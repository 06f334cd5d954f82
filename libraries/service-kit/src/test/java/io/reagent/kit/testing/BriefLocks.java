package io.reagent.kit.testing;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Lets any thread wait for a lock, such as that of an executor's queue, which is held for some instructions. An error thrown
 * out of that wait leaves the thread's place in the lock's queue behind, and whoever comes after it waits for ever: an
 * executor would be dead for the rest of the tests. Waiting for a condition, a future or a latch stays forbidden.
 */
public final class BriefLocks implements BlockHoundIntegration {
    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside("java.util.concurrent.locks.ReentrantLock", "lock")
                .allowBlockingCallsInside("java.util.concurrent.locks.StampedLock", "writeLock")
                .allowBlockingCallsInside("java.util.concurrent.locks.StampedLock", "readLock");
    }
}
