package io.reagent.policy.lifecycle;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A network before a server of this machine, whose connections can be made to carry nothing, as where packets are dropped. */
final class Wire implements AutoCloseable {
    private final int to;
    private final ServerSocket listening;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    /** Connections that are made carry bytes only while the one of their time is open. */
    private volatile Gate gate = new Gate();

    private static final class Gate {
        private volatile CountDownLatch open = new CountDownLatch(0);
    }

    Wire(int to) throws IOException {
        this.to = to;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Connections there are carry nothing from now on; new ones do. Returns what makes them carry again. */
    Runnable freeze() {
        Gate frozen = gate;
        CountDownLatch shut = new CountDownLatch(1);
        frozen.open = shut;
        gate = new Gate();
        return shut::countDown;
    }

    private void accept() {
        try {
            while (true) {
                Socket near = listening.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), to);
                sockets.addAll(List.of(near, far));
                Gate of = gate;
                Thread.ofVirtual().start(() -> carry(near, far, of));
                Thread.ofVirtual().start(() -> carry(far, near, of));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private static void carry(Socket from, Socket to, Gate gate) {
        byte[] buffer = new byte[8192];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                gate.open.await();
                out.write(buffer, 0, n);
            }
            gate.open.await();
        } catch (IOException | InterruptedException closed) {
            // one end is gone
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
