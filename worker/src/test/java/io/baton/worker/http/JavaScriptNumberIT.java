package io.baton.worker.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares numbers with those of a real Node. */
class JavaScriptNumberIT {
    private static final String MANTISSAS = "0123456789.+-eExXoObB_ \tafFInity";

    private final Random random = new Random(20);

    @BeforeAll
    static void nodeIsInstalled() {
        boolean installed = true;
        try {
            new ProcessBuilder("node", "--version").start().destroy();
        } catch (IOException e) {
            installed = false;
            System.out.println("JavaScriptNumberIT skipped: no node here (" + e.getMessage() + ")");
        }
        Assumptions.assumeTrue(installed, "node is not installed");
    }

    /** Runs each line through a JavaScript function and returns its lines. */
    private List<String> node(Path directory, String function, List<String> lines)
            throws IOException, InterruptedException {
        Path input = directory.resolve("input");
        Path output = directory.resolve("output");
        Files.write(input, lines);
        String script = "const bits = new DataView(new ArrayBuffer(8)); const f = " + function + ";"
                + "console.log(require('fs').readFileSync(0, 'utf8').split('\\n').slice(0, -1).map(f).join('\\n'))";
        Process node = new ProcessBuilder("node", "-e", script)
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(node.waitFor()).isZero();
        return Files.readAllLines(output, UTF_8);
    }

    private List<Double> numbers() {
        List<Double> numbers = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            numbers.add(Double.longBitsToDouble(random.nextLong()));
            numbers.add(random.nextLong() * Math.scalb(1.0, random.nextInt(40) - 20));
            numbers.add(random.nextInt() / 1000.0);
        }
        for (int exponent = -1074; exponent < 1024; exponent++) {
            double power = Math.scalb(1.0, exponent);
            numbers.addAll(List.of(power, Math.nextUp(power), Math.nextDown(power)));
        }
        for (int exponent = -330; exponent < 310; exponent++) {
            numbers.add(Double.parseDouble("1e" + exponent));
        }
        return numbers;
    }

    @Test
    void everyNumberIsWrittenAsNodeWritesIt(@TempDir Path directory) throws Exception {
        List<Double> numbers = numbers();
        List<String> bits = new ArrayList<>();
        List<String> written = new ArrayList<>();
        for (double number : numbers) {
            bits.add(Long.toHexString(Double.doubleToRawLongBits(number)));
            written.add(bits.get(bits.size() - 1) + " " + JavaScriptNumber.toString(number));
        }
        List<String> expected = node(
                directory, "hex => (bits.setBigUint64(0, BigInt('0x' + hex)), hex + ' ' + bits.getFloat64(0))", bits);
        assertThat(written)
                .zipSatisfy(expected, (ours, theirs) -> assertThat(ours).isEqualTo(theirs));
    }

    @Test
    void everyTextIsReadAsNodeReadsIt(@TempDir Path directory) throws Exception {
        List<String> texts = new ArrayList<>();
        for (double number : numbers()) {
            texts.add(Double.toString(number));
        }
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(7); length >= 0; length--) {
                text.append(MANTISSAS.charAt(random.nextInt(MANTISSAS.length())));
            }
            texts.add(text.toString());
        }
        for (int space = 0; space < 0x10000; space++) {
            if (Character.isWhitespace(space) || Character.isSpaceChar(space) || space == 0xFEFF) {
                if (space != '\n' && space != '\r') {
                    texts.add((char) space + "5");
                }
            }
        }
        List<String> read = new ArrayList<>();
        for (String text : texts) {
            read.add(text + " is " + Long.toHexString(Double.doubleToLongBits(JavaScriptNumber.parse(text))));
        }
        List<String> expected = node(
                directory,
                "text => (bits.setFloat64(0, Number(text)), text + ' is ' + bits.getBigUint64(0).toString(16))",
                texts);
        assertThat(read).zipSatisfy(expected, (ours, theirs) -> assertThat(ours).isEqualTo(theirs));
    }
}
