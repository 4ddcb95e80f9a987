// What callers of a demo say, written as rules: they teach the recognizer which words to expect.
// `|` separates choices, `[ ]` is optional, `( )` groups, `<name>` is another rule, `+` repeats.

/** The rules by name; `utterance` is where they start. */
export const PHRASE_RULES = {
  utterance: '[<opening>] <request> [<closing>]',
  opening: 'hello | hi | hey | okay | yes | no | please | well | so | yes please | no thank you',
  closing: 'please | thank you | thanks',
  request:
    '<greeting> | <time> | <abilities> | <ticket> | <problem> | <contact> | <story> | <end> | <small>',

  greeting: '(hello | hi | hey) [there] | good (morning | afternoon | evening)',

  unit: 'minutes | time | seconds',
  time: `how (many | much) <unit> (do i [still] have | have i [got] | i have) [left | remaining]
    | how (many | much) <unit> (is | are) left [on my account]
    | how (many | much) <unit> [is | are] (left | remaining)
    | [can you tell me | tell me | and] what is my [remaining] (balance | time)
    | [can you] (check | tell me) my (balance | [remaining] time) | what (time | balance) do i have left`,

  abilities: 'what can you do [for me] | what can i ask [you] | who are you | what are you | help',

  want: "i want to | i would like to | i'd like to | can you | could you | can i | i need to",
  ticket: `[<want>] (open | create | make | file) (a [support] | the [support]) ticket
    | [<want>] report (a | the) problem | i need (help | support | a [support] ticket)
    | i need help with my <thing> | i need to talk to support`,
  thing: `headset | microphone | camera | computer | phone | sound | audio | account | password | payment
    | bill | app | website | internet [connection] | login | screen | order | card | speaker | keyboard`,
  problem: `(my | the) <thing> (does not work | doesn't work | is not working | isn't working | is broken
      | stopped working | is missing | is very slow | is slow | has a problem)
    | i have a problem with (my | the) <thing> | [my | the] <thing> was charged twice
    | i (can not | cannot | can't) (hear (you | anything) | log in | see anything) | i forgot my password`,

  digit: 'zero | oh | one | two | three | four | five | six | seven | eight | nine',
  number: '<digit> <digit> <digit> <digit>+',
  first: `john | mary | robert | james | michael | david | william | richard | thomas | peter | paul | mark
    | george | daniel | anna | sarah | laura | emma | lisa | maria | susan | linda | karen | alice | jane
    | jack | sam | alex | chris | kim | max | eve | ann | kate | tom | ben | oliver | sophia | david`,
  last: `smith | jones | johnson | brown | miller | davis | wilson | taylor | anderson | thomas | moore
    | martin | lee | white | harris | clark | lewis | walker | hall | young | king | wright | hill | green
    | baker | adams | nelson | carter | mitchell | roberts | turner | parker | evans | edwards | collins
    | stewart | cooper | morgan | murphy | bell | gray | watson | brooks | kelly | price | wood | ross`,
  name: '<first> [<last>]',
  mailhost: 'example | gmail | outlook | yahoo | hotmail',
  email: '<first> [dot <last>] at <mailhost> dot (com | org | net)',
  phone: `[my] [phone] number is <number> | [you can] (call | reach) me at <number>
    | my phone is <number> | it is <number>`,
  mail: 'my email [address] is <email> | [you can] (write | email) me at <email> | it is <email>',
  naming: "(my name is | i am | i'm | this is | it is | it's) <name>",
  plan: 'premium | basic | business | pro | monthly | yearly',
  interest: `(i am | i'm) interested in (the | a | your) <plan> (plan | package)
    | (i am | i'm) interested in (pricing | prices | more minutes)`,
  contact: `<naming> [[and] (<phone> | <mail>)] | <phone> | <mail> | <number> | <email> | <first> <last>
    | (call me back | contact me | give me a call) [about pricing] [<interest>]
    | [<want>] leave my (contact details | details | number) | <interest> [call me back | contact me]`,

  story: 'tell me (a | another) [long | short] story',
  end: "goodbye | bye [bye] | [please] hang up | end the call | that is all | that's all | see you [later]",
  small: `thank you [very much] | thanks [a lot] | how are you [doing | today] | stop | stop it
    | stop talking | be quiet | wait | yes | no | okay | repeat that | say that again
    | can you (repeat | say) that [again] | what did you say | pardon | i want to buy more minutes`,
} as const;
