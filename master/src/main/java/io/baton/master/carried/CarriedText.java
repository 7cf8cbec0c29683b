package io.baton.master.carried;

import java.util.List;

/**
 * What one application has counted by itself, as text in the format of Prometheus, without numbers that do not grow.
 *
 * @param app its name
 * @param dead what its dead workers have counted together
 * @param living what each of its workers has counted
 */
public record CarriedText(String app, String dead, List<CarriedWorkerText> living) {}
