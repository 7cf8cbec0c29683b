package io.baton.worker.http;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Doubles as JavaScript reads and writes them, beside Java's own, which write other digits. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "-XX:+UseSerialGC")
@State(Scope.Thread)
public class NumberBenchmark {

    /** The default count, a plain whole number, a computed sum, a fraction with all 17 digits. */
    @Param({"1e10", "1000000", "49999999990067863000", "0.30000000000000004"})
    String text = "";

    private double number;

    @Setup
    public void parseOnce() {
        number = Double.parseDouble(text);
    }

    @Benchmark
    public double parse() {
        return JavaScriptNumber.parse(text);
    }

    @Benchmark
    public double parseAsJava() {
        return Double.parseDouble(text);
    }

    @Benchmark
    public String write() {
        return JavaScriptNumber.toString(number);
    }

    @Benchmark
    public String writeAsJava() {
        return Double.toString(number);
    }
}
