(()=>{const kb=globalThis.kbSearch??={};
if(kb.terms) return;
kb.fold=t=>t.normalize("NFKD").replace(/\p{M}/gu,"").toLowerCase();
kb.words=t=>[...t.matchAll(/[\p{L}\p{N}]+(?:[-.\/:_][\p{L}\p{N}]+)*/gu)].map(m=>({word:m[0].toLowerCase(),start:m.index,end:m.index+m[0].length}));
kb.stem=(w)=>w; kb.termsOf=(w)=>[kb.fold(w)]; kb.terms=(t)=>kb.words(t).flatMap(w=>kb.termsOf(w.word));
})();
