package io.baton.master.config;

import io.baton.protocol.ListenAddress;

/** {@code HOST:PORT}. A port alone is one of this machine, so that the network sees a master only if the operator names a host. */
record AdminAddressSyntax() implements Syntax<AdminAddress> {

    private static final String THIS_MACHINE = "127.0.0.1";

    @Override
    public AdminAddress parse(String text) {
        String given = text.strip();
        if (given.indexOf('=') >= 0 || given.startsWith("unix:")) {
            throw Syntax.misfit(text, expected());
        }
        boolean portAlone = given.indexOf(':') < 0;
        ListenAddress address = ListenText.listener(
                        portAlone ? THIS_MACHINE + ":" + given : given, ListenConfig.HTTP, Surroundings.NONE)
                .address();
        return new AdminAddress(address.host() == null ? "" : address.host(), address.port());
    }

    @Override
    public String show(AdminAddress value) {
        return value.toString();
    }

    @Override
    public String expected() {
        return "HOST:PORT or a port, as 127.0.0.1:9615";
    }

    @Override
    public String label() {
        return "HOST:PORT";
    }
}
