package io.baton.master.upgrade;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Programs that are tried as if they could take over. */
final class FaultyTrial {

    private FaultyTrial() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "hangs" -> {
                System.out.println("starting");
                new CountDownLatch(1).await();
            }
            case "needs too much memory" -> {
                List<byte[]> all = new ArrayList<>();
                while (true) {
                    all.add(new byte[1 << 20]);
                    // Read, so that no compiler may leave the memory out.
                    System.setProperty("held", Integer.toString(all.size()));
                }
            }
            case "is older" -> {
                System.err.println("baton: check-upgrade: no such file");
                System.exit(2);
            }
            case "says nothing" -> System.out.println("okay");
            case "fails after its answer" -> {
                System.out.println("ok 0.2.0 [\"java\",\"-jar\",\"x\"]");
                System.exit(1);
            }
            case "prints without an end" -> {
                while (true) {
                    System.out.println("x".repeat(1_000));
                }
            }
            default -> {
                System.out.println("a warning of the JVM");
                System.out.println("ok 0.2.0 [\"java\",\"-jar\",\"/b\u00fccher.jar\"]");
            }
        }
    }
}
