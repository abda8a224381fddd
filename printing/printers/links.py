"""Connections to thermal printers: a TCP port or a USB device. Whatever goes wrong on the way is an OSError."""

import contextlib
import select
import socket
from typing import Any, Protocol
from urllib.parse import urlsplit

CONNECT_SECONDS = 3.0
WRITE_SECONDS = 10.0  # a printer that takes no more bytes for so long has gone
HANG_UP_SECONDS = 0.5


class Link(Protocol):
    """An open connection. Every method raises OSError when it is lost."""

    def write(self, data: bytes) -> None:
        """All of `data` is on its way."""
        ...

    def read(self, seconds: float) -> bytes:
        """What has arrived, nothing after `seconds`."""
        ...

    def finish(self) -> None:
        """No more is to be written; as far as can be known the other side took everything."""
        ...

    def close(self) -> None:
        """The connection is given back."""
        ...


class NetworkLink:
    """A TCP connection to `host:port`, port 9100 if none is given."""

    def __init__(self, address: str) -> None:
        try:
            place = urlsplit(f"//{address}")
            host, port = place.hostname or "", place.port or 9100
        except ValueError as error:
            raise OSError(address) from error
        self._socket = socket.create_connection((host, port), CONNECT_SECONDS)

    def write(self, data: bytes) -> None:
        self._socket.settimeout(WRITE_SECONDS)
        self._socket.sendall(data)

    def read(self, seconds: float) -> bytes:
        self._socket.settimeout(seconds)
        try:
            data = self._socket.recv(64)
        except TimeoutError:
            return b""
        if not data:
            raise ConnectionResetError
        return data

    def finish(self) -> None:
        """A printer hangs up only after we did; one that hung up before, or refuses the rest, has lost something."""
        if select.select([self._socket], [], [], 0)[0]:
            self.read(HANG_UP_SECONDS)
        self._socket.shutdown(socket.SHUT_WR)
        self._socket.settimeout(HANG_UP_SECONDS)
        with contextlib.suppress(TimeoutError):
            while self._socket.recv(64):
                pass

    def close(self) -> None:
        self._socket.close()


class UsbLink:
    """A USB printer with the ids `vendor:product` in hexadecimal, on its first two bulk endpoints."""

    def __init__(self, address: str) -> None:
        from usb import core  # pyright: ignore[reportMissingTypeStubs] - pyusb ships none

        vendor, _, product = address.partition(":")
        usb: Any = core
        try:
            self._device = usb.find(idVendor=int(vendor, 16), idProduct=int(product, 16))
        except ValueError as error:  # no such ids, or no libusb on this machine
            raise OSError(address) from error
        if self._device is None:
            raise OSError(address)
        self._out, self._in = self._claimed()

    def _claimed(self) -> tuple[int, int]:
        """The endpoints to write to and to read from, taken from the system's own driver."""
        with contextlib.suppress(NotImplementedError):  # Windows has no driver to take it from
            if self._device.is_kernel_driver_active(0):
                self._device.detach_kernel_driver(0)
        self._device.set_configuration()
        ends = [int(end.bEndpointAddress) for end in self._device.get_active_configuration()[(0, 0)]]
        writing, reading = [end for end in ends if not end & 0x80], [end for end in ends if end & 0x80]
        if not writing or not reading:
            raise OSError(ends)
        return writing[0], reading[0]

    def write(self, data: bytes) -> None:
        written: int = self._device.write(self._out, data, int(WRITE_SECONDS * 1000))
        if written != len(data):
            raise ConnectionResetError

    def read(self, seconds: float) -> bytes:
        from usb.core import USBTimeoutError  # pyright: ignore[reportMissingTypeStubs] - pyusb ships none

        try:
            return bytes(self._device.read(self._in, 64, max(1, int(seconds * 1000))))
        except USBTimeoutError:
            return b""

    def finish(self) -> None:
        """The device took every byte; it says no more."""

    def close(self) -> None:
        from usb import util  # pyright: ignore[reportMissingTypeStubs] - pyusb ships none

        usb: Any = util
        usb.dispose_resources(self._device)
