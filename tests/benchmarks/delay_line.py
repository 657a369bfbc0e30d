"""A line between browser and server that holds every byte back."""

from __future__ import annotations

import asyncio
import threading

from app_server import HOST, take_port


class DelayLine:
    """A port that passes everything on to another one after a delay, each way. Its own event loop runs in a thread."""

    def __init__(self, to_port: int, delay_s: float) -> None:
        self.port, self._to_port, self._delay_s = take_port(), to_port, delay_s
        ready = threading.Event()
        threading.Thread(target=lambda: asyncio.run(self._serve(ready)), daemon=True).start()
        ready.wait()

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    async def _serve(self, ready: threading.Event) -> None:
        server = await asyncio.start_server(self._connect, HOST, self.port)
        ready.set()
        await server.serve_forever()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection(HOST, self._to_port)
        await asyncio.gather(self._carry(reader, far_writer), self._carry(far_reader, writer), return_exceptions=True)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        clock = asyncio.get_running_loop().time
        on_the_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

        async def arrive() -> None:
            while True:
                due, data = await on_the_way.get()
                await asyncio.sleep(max(0.0, due - clock()))
                if not data:
                    writer.close()
                    return
                writer.write(data)

        arriving = asyncio.create_task(arrive())
        while True:
            data = await reader.read(65536)
            on_the_way.put_nowait((clock() + self._delay_s, data))
            if not data:
                break
        await arriving
