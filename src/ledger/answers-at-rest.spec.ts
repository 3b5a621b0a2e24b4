import { describe, expect, it } from '@jest/globals';
import { AnswersAtRest } from './answers-at-rest.js';

const checkpoint = { entry: 41, knownAt: '2026-11-22T10:00:00.000Z' };

describe('answers at rest', () => {
  it('are given again while the figures stand still', () => {
    const answers = new AnswersAtRest<number>();
    expect(answers.at('arrests', checkpoint)).toBeUndefined();
    expect(answers.keep('arrests', checkpoint, 693)).toBe(693);
    expect(answers.at('arrests', checkpoint)).toBe(693);
    expect(answers.at('seizures', checkpoint)).toBeUndefined();
  });

  it('are gone when the figures have moved, or stopped', () => {
    const answers = new AnswersAtRest<number>();
    answers.keep('arrests', checkpoint, 693);
    expect(answers.at('arrests', { ...checkpoint, entry: 42 })).toBeUndefined();
    expect(answers.at('arrests', { ...checkpoint, stoppedBecause: 'entry 42 cannot be read' })).toBeUndefined();
  });

  it('are no more than a few hundred, the oldest gone first', () => {
    const answers = new AnswersAtRest<number>();
    for (let i = 0; i <= 200; i += 1) answers.keep(`question ${i}`, checkpoint, i);
    expect(answers.at('question 0', checkpoint)).toBeUndefined();
    expect(answers.at('question 1', checkpoint)).toBe(1);
    expect(answers.at('question 200', checkpoint)).toBe(200);
  });
});
