"""A pymodbus slave. Standard input has its registers as one line of JSON:

    {"<unit>": {"holding": {"<address>": [word, ...]}, "input": {"<address>": [word, ...]}}}

Usage: pymodbus-server.py tcp | rtu-tcp | serial PATH. Says "ready PORT" when it listens, and ends with its input.
"""
import asyncio
import json
import sys

from pymodbus.datastore import ModbusServerContext, ModbusSlaveContext, ModbusSparseDataBlock
from pymodbus.server.async_io import ModbusSerialServer, ModbusTcpServer
from pymodbus.transaction import ModbusRtuFramer, ModbusSocketFramer


def block(areas):
    return ModbusSparseDataBlock({int(address): words for address, words in areas.items()})


def slave(registers):
    return ModbusSlaveContext(hr=block(registers["holding"]), ir=block(registers["input"]), zero_mode=True)


async def listen(kind, context):
    if kind == "serial":
        server = ModbusSerialServer(context, framer=ModbusRtuFramer, port=sys.argv[2], baudrate=19200)
        await server.start()
        return 0
    framer = ModbusSocketFramer if kind == "tcp" else ModbusRtuFramer
    server = ModbusTcpServer(context, framer=framer, address=("127.0.0.1", 0))
    server.task = asyncio.ensure_future(server.serve_forever())
    await server.serving
    return server.server.sockets[0].getsockname()[1]


async def main():
    units = {int(unit): slave(registers) for unit, registers in json.loads(sys.stdin.readline()).items()}
    port = await listen(sys.argv[1], ModbusServerContext(slaves=units, single=False))
    print("ready", port, flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main())
