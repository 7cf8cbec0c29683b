package io.baton.protocol;

import io.baton.protocol.JsonDocument.Value;
import java.util.Set;

/**
 * Reads where a worker wants to listen. Node's request is one of five kinds, each with fields of its own: an address
 * with a port, a path, a UDP address, a descriptor for connections, a descriptor for packets. Fields of two kinds in
 * one message are an error, because the worker and the master could mean different sockets.
 */
final class ListenFields {

    private static final Set<String> ADDRESS_TYPES = Set.of("4", "6", "-1", "\"udp4\"", "\"udp6\"", "null");
    private static final int NONE = -1;
    private static final int MAX_PORT = 65535;

    /**
     * libuv's flags end at 32. The two flags for paths of {@link ListenRequest} do not stand on the wire as numbers.
     */
    private static final int MAX_FLAGS = 0xff;

    private final FieldReader fields;

    ListenFields(FieldReader fields) {
        this.fields = fields;
    }

    /** The request of a {@code queryServer}, whose fields must all fit together. */
    ListenRequest asked() throws ProtocolException {
        ListenRequest request = bound();
        ListenAddress address = request.address();
        if (address.addressType().equals("null")) {
            requireDescriptor(request, "null");
        } else if (request.fd() != NONE && address.isUdp()) {
            requireDescriptor(request, address.addressType());
        } else if (request.fd() != NONE) {
            throw misfit("fd", "none with addressType " + address.addressType());
        } else if (address.isPath()) {
            requirePath(request);
        } else {
            requireAddress(request);
        }
        return request;
    }

    /**
     * The request of a {@code listening}, which repeats the worker's own with the port that was bound, even for a
     * descriptor. No decision depends on it.
     */
    ListenRequest bound() throws ProtocolException {
        return new ListenRequest(
                address(),
                fields.integerOr(0, "index", 0, 1 << 20),
                fields.integerOr(NONE, "fd", NONE, Integer.MAX_VALUE),
                fields.integerOr(0, "flags", 0, MAX_FLAGS)
                        | (isTrue("readableAll") ? ListenRequest.READABLE_ALL : 0)
                        | (isTrue("writableAll") ? ListenRequest.WRITABLE_ALL : 0),
                backlog(),
                fields.optionalJson("data"));
    }

    private void requireAddress(ListenRequest request) throws ProtocolException {
        String type = "with addressType " + request.address().addressType();
        if (request.address().port() < 0) {
            throw misfit("port", "0.." + MAX_PORT + " " + type);
        }
        requireNoPermissions(type);
        if (request.address().isUdp() && request.backlog() != 0) {
            throw misfit("backlog", "none " + type);
        }
    }

    private void requirePath(ListenRequest request) throws ProtocolException {
        if (request.address().host() == null) {
            throw misfit("address", "a path with addressType -1");
        }
        if (request.address().port() != NONE) {
            throw misfit("port", "-1 with addressType -1");
        }
        requireNoFlags("with addressType -1");
    }

    private void requireDescriptor(ListenRequest request, String type) throws ProtocolException {
        String what = "with addressType " + type + " and a descriptor";
        if (request.fd() == NONE) {
            throw misfit("fd", "a descriptor with addressType " + type);
        }
        if (request.address().host() != null) {
            throw misfit("address", "none " + what);
        }
        if (!fields.isAbsent("port")) {
            throw misfit("port", "none " + what);
        }
        requireNoFlags(what);
        requireNoPermissions(what);
        if (request.address().isUdp() && request.backlog() != 0) {
            throw misfit("backlog", "none " + what);
        }
    }

    private void requireNoFlags(String what) throws ProtocolException {
        if (fields.integerOr(0, "flags", 0, MAX_FLAGS) != 0) {
            throw misfit("flags", "none " + what);
        }
    }

    private void requireNoPermissions(String what) throws ProtocolException {
        if (isTrue("readableAll")) {
            throw misfit("readableAll", "none " + what);
        }
        if (isTrue("writableAll")) {
            throw misfit("writableAll", "none " + what);
        }
    }

    private ListenAddress address() throws ProtocolException {
        Value type = fields.value("addressType");
        if (type == null || !ADDRESS_TYPES.contains(type.json())) {
            throw misfit("addressType", "4, 6, -1, udp4, udp6 or null");
        }
        String kind = type.string() == null ? type.json() : type.string();
        String host = fields.isAbsent("address") ? null : fields.string("address");
        return new ListenAddress(host, port(kind), kind);
    }

    /** Node omits the port of a UDP socket that may be bound to any. */
    private int port(String addressType) throws ProtocolException {
        if (addressType.equals("null")) {
            // The value is not used, but it must be a port.
            int unused = fields.integerOr(NONE, "port", NONE, MAX_PORT);
            return NONE;
        }
        return addressType.startsWith("udp")
                ? fields.integerOr(0, "port", NONE, MAX_PORT)
                : fields.integer("port", NONE, MAX_PORT);
    }

    /** The program's own value. Node does not check it, converts it to a number at the end, and listens in any case. */
    private int backlog() {
        Value backlog = fields.value("backlog");
        if (backlog == null) {
            return 0;
        }
        try {
            double number = Double.parseDouble(backlog.string() == null ? backlog.json() : backlog.string());
            return Double.isFinite(number) ? (int) number : 0;
        } catch (NumberFormatException e) {
            // Node's TLS server sends false.
            return 0;
        }
    }

    private boolean isTrue(String name) {
        Value value = fields.value(name);
        return value != null && value.json().equals("true");
    }

    private ProtocolException misfit(String name, String expected) {
        Value value = fields.value(name);
        return fields.bad(name, value == null ? "" : value.json(), expected);
    }
}
