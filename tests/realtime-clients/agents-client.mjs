// Drives @openai/agents-realtime, as it is, against a Realtime server, and prints what it sees: one JSON object per line.
//   node agents-client.mjs URL KEY text MESSAGE
//   node agents-client.mjs URL KEY spoken QUESTION.raw
//   node agents-client.mjs URL KEY barge-in QUESTION.raw INTERRUPTION.raw
// Audio files are headerless 16-bit linear samples at 24 kHz; they are sent in real time, with silence before, between and after.
import { readFileSync } from 'node:fs';
import { OpenAIRealtimeWebSocket, RealtimeAgent, RealtimeSession } from '@openai/agents-realtime';

const [url, key, scenario, ...inputs] = process.argv.slice(2);
const FRAME_BYTES = 960;
const FRAME_MS = 20;
const GIVE_UP_MS = 60_000;
// Speech over the agent's voice begins when so much of the answer has arrived.
const INTERRUPT_AFTER_BYTES = 24_000;

const print = (event, fields = {}) => process.stdout.write(`${JSON.stringify({ event, ...fields })}\n`);

const transport = new OpenAIRealtimeWebSocket({ url, useInsecureApiKey: true });
const session = new RealtimeSession(new RealtimeAgent({ name: 'caller-side', instructions: 'Not applied: the agent owns its prompt.' }), { transport });

let waiting = Buffer.alloc(0);
let heard = 0;
let asked = false;
let answers = 0;
let interrupted = false;

const speak = (file) => {
  waiting = Buffer.concat([waiting, readFileSync(file)]);
};

const messages = () =>
  session.history
    .filter((item) => item.type === 'message')
    .map(({ role, status, content }) => ({ role, status, text: content.map((part) => part.text ?? part.transcript ?? null).join('') }));

const finish = (code = 0) => {
  print('history', { messages: messages() });
  session.close();
  process.exit(code);
};

session.on('error', (error) => print('error', { error: error.error?.error ?? String(error.error) }));
session.on('audio', ({ data }) => {
  heard += data.byteLength;
  if (scenario === 'barge-in' && asked && !interrupted && heard >= INTERRUPT_AFTER_BYTES && waiting.length === 0) {
    interrupted = true;
    print('interrupting', { heard });
    speak(inputs[1]);
  }
});
session.on('audio_interrupted', () => print('audio_interrupted', { heard }));
transport.on('*', (event) => {
  print('server', { type: event.type, ...(event.type === 'error' ? { error: event.error } : {}) });
  if (event.type === 'input_audio_buffer.committed' || (event.type === 'conversation.item.added' && event.item.role === 'user')) {
    asked = true;
    heard = 0;
  }
});
transport.on('turn_done', ({ response }) => {
  print('turn_done', { status: response.output.map((item) => item.status) });
  if (!asked) {
    return; // The greeting.
  }

  answers += 1;
  const wanted = scenario === 'barge-in' ? 2 : 1;
  if (answers === wanted) {
    // What the client retrieves of its own accord after a transcript or a truncation is still on its way.
    setTimeout(finish, 500);
  }
});

await session.connect({ apiKey: key });
print('connected');
setTimeout(() => {
  print('gave_up');
  finish(1);
}, GIVE_UP_MS);

if (scenario === 'text') {
  session.sendMessage(inputs[0]);
} else {
  speak(inputs[0]);
  let due = performance.now();
  const silence = Buffer.alloc(FRAME_BYTES);
  setInterval(() => {
    for (; due <= performance.now(); due += FRAME_MS) {
      const frame = waiting.length >= FRAME_BYTES ? waiting.subarray(0, FRAME_BYTES) : silence;
      waiting = waiting.length >= FRAME_BYTES ? waiting.subarray(FRAME_BYTES) : Buffer.alloc(0);
      session.sendAudio(frame.buffer.slice(frame.byteOffset, frame.byteOffset + FRAME_BYTES));
    }
  }, FRAME_MS / 2);
}
